// Timers and reminders: kept in NEXUS_HOME, told by whichever nexus is on screen when they are due.
export interface Reminder {
	readonly id: string;
	readonly text: string;
	/** ISO 8601, UTC. */
	readonly dueAt: string;
	readonly createdAt: string;
}

export interface Reminders {
	add(reminder: { readonly text: string; readonly dueAt: Date }): Promise<Reminder>;
	/** Those still to come, soonest first. */
	list(): Promise<readonly Reminder[]>;
	/** False when there is none with this id. */
	cancel(id: string): Promise<boolean>;
}

/** Where reminders are kept: several processes may have it open at once, and each reminder is given to one of them. */
export interface ReminderStore extends Reminders {
	/** Those that are due by now and were given to nobody yet, soonest first; they are gone from the list. */
	takeDue(): Promise<readonly Reminder[]>;
	close(): void;
}
