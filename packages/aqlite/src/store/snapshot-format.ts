/** What the first line of a snapshot names, so that nothing else is taken for one. */
export const snapshotFormat = 'aqlite 1';
