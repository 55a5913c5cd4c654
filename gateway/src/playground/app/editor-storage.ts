const tabsKey = 'graphiql:tabState';
/** Where the editor keeps what was sent, each with its headers. */
const historyKeys = new Set(['graphiql:queries', 'graphiql:favorites']);

interface StoredTabs {
  readonly tabs: readonly { readonly query: string | null; readonly variables: string | null }[];
}

/**
 * Keeps the editor's state between visits without any headers, for a token must not outlive the visit. What is read back
 * gets this visit's headers.
 */
export function createEditorStorage(headers: string): Storage {
  const { localStorage } = globalThis;
  return {
    get length() {
      return localStorage.length;
    },
    key: (index) => localStorage.key(index),
    clear: () => localStorage.clear(),
    removeItem: (key) => localStorage.removeItem(key),
    setItem: (key, value) =>
      localStorage.setItem(key, key === tabsKey || historyKeys.has(key) ? withHeaders(value, null) : value),
    getItem: (key) => {
      const value = localStorage.getItem(key);
      if (value === null) return null;
      if (historyKeys.has(key)) return withHeaders(value, headers);
      return key === tabsKey ? tabsWithHeaders(value, headers) : value;
    },
  };
}

function withHeaders(stored: string, headers: string | null): string {
  return JSON.stringify(JSON.parse(stored), (key, value: unknown) => (key === 'headers' ? headers : value));
}

/**
 * The editor looks for the open tab by its content without headers and gives it this visit's headers itself; with headers it
 * would not find it and open a second one.
 */
function tabsWithHeaders(stored: string, headers: string): string {
  const state = JSON.parse(stored) as StoredTabs; // written by the editor
  const open = contentOf({
    query: localStorage.getItem('graphiql:query'),
    variables: localStorage.getItem('graphiql:variables'),
  });
  const tabs = state.tabs.map((tab) => (contentOf(tab) === open ? tab : { ...tab, headers }));
  return JSON.stringify({ ...state, tabs });
}

function contentOf({ query, variables }: StoredTabs['tabs'][number]): string {
  return JSON.stringify([query ?? '', variables ?? '']);
}
