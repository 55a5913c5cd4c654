/** Where the graph answers, and as whom. */
export interface GraphClient {
  readonly url: string;
  readonly token: string;
}

/** The data of an operation; throws with the whole answer when it has errors. */
export async function askGraph<Data>(
  { url, token }: GraphClient,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Data> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  // The gateway answers with JSON, whatever happens; anything else throws here.
  const { data, errors } = JSON.parse(text) as { readonly data?: Data | null; readonly errors?: unknown };
  if (data == null || errors !== undefined) throw new Error(`the graph refused: ${text}`);
  return data;
}
