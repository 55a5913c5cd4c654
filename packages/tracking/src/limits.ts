/** Bytes of one event as canonical JSON, the context of its batch included. */
export const maxEventBytes = 32 * 1024;
/** Bytes of one request body, after decompression. */
export const maxRequestBytes = 500 * 1024;
export const maxBatchEvents = 2_500;
/** Bytes that the context and integrations of a batch may add to its events together: each event gets a copy. */
export const maxSharedBytes = 4 * 1024 * 1024;
export const maxMessageIdLength = 100;
export const maxTraits = 300;
/** Objects and arrays inside one another; the event itself is the first. */
export const maxDepth = 20;
/** Characters of an identifier's value. */
export const maxIdentifierLength = 500;
/** Characters of an event's or page's name. */
export const maxNameLength = 500;
/** Mentioned identifiers that are indexed for one event. */
export const maxMentions = 50;
/** Entries of `context.externalIds` that are read. */
export const maxExternalIds = 50;
