const tabsKey = 'graphiql:tabState';

interface StoredTabs {
  readonly tabs: readonly { readonly headers: string | null }[];
}

/**
 * Keeps tabs between visits, without their headers: a token must not outlive the visit. Tabs read back get today's headers.
 */
export function createTabStorage(headers: string): Storage {
  const { localStorage } = globalThis;
  return {
    get length() {
      return localStorage.length;
    },
    key: (index) => localStorage.key(index),
    clear: () => localStorage.clear(),
    removeItem: (key) => localStorage.removeItem(key),
    setItem: (key, value) => localStorage.setItem(key, value),
    getItem: (key) => {
      const value = localStorage.getItem(key);
      return key === tabsKey && value !== null ? withHeaders(value, headers) : value;
    },
  };
}

function withHeaders(stored: string, headers: string): string {
  const state = JSON.parse(stored) as StoredTabs; // written by the editor itself
  return JSON.stringify({
    ...state,
    tabs: state.tabs.map((tab) => ({ ...tab, headers: tab.headers ?? headers })),
  });
}
