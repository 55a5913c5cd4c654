/** The first and the last instant that a date can name, for ranges that are open at an end; milliseconds. */
export const firstInstant = -8_640_000_000_000_000;
export const lastInstant = 8_640_000_000_000_000;
