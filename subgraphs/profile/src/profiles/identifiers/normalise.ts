/** The one spelling of an identifier's value, as ingestion writes it; null when it is not a value of the type. */
export type Normalise = (type: string, value: string) => string | null;
