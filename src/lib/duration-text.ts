/** `3 d 4 h`, `2 h 5 min`, `42 min`: the two largest units, never seconds. */
export function durationText(seconds: number): string {
	const days = Math.floor(seconds / 86_400);
	const hours = Math.floor((seconds % 86_400) / 3600);
	const minutes = Math.floor((seconds % 3600) / 60);
	if (days > 0) return `${days} d ${hours} h`;
	return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min`;
}
