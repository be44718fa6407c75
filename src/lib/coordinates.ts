/**
 * `48.85, 2.35`: degrees north and east. Undefined for anything else, `off the earth` for numbers that no place has.
 */
export function coordinatesIn(text: string): { latitude: number; longitude: number } | "off the earth" | undefined {
	const match = /^\s*([+-]?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*$/.exec(text);
	if (match === null) return undefined;
	const [latitude, longitude] = [Number(match[1]), Number(match[2])];
	return Math.abs(latitude) > 90 || Math.abs(longitude) > 180 ? "off the earth" : { latitude, longitude };
}
