import { GraphiQL } from 'graphiql';
import { useState } from 'react';
import type { Config } from './config.ts';
import { createFetcher } from './fetcher.ts';
import { beginSignIn } from './sign-in.ts';
import { createEditorStorage } from './editor-storage.ts';

export function Playground({ config, headers }: { readonly config: Config; readonly headers: string }) {
  const [fetcher] = useState(() => createFetcher(config.graphqlUrl, headers));
  const [storage] = useState(() => createEditorStorage(headers));
  return (
    <GraphiQL
      fetcher={fetcher}
      storage={storage}
      defaultQuery={config.query}
      initialHeaders={headers}
      defaultHeaders={headers}
      defaultEditorToolsVisibility="headers"
      inputValueDeprecation
      schemaDescription
    >
      <GraphiQL.Logo>
        <span className="playground-name">Customer 360 Graph</span>
        {config.oidc && <SignInButton oidc={config.oidc} />}
      </GraphiQL.Logo>
    </GraphiQL>
  );
}

function SignInButton({ oidc }: { readonly oidc: NonNullable<Config['oidc']> }) {
  const [failure, setFailure] = useState<string | null>(null);
  const signIn = () => {
    beginSignIn(oidc).catch((error: unknown) => setFailure(String(error)));
  };
  return (
    <>
      <button type="button" className="graphiql-button playground-sign-in" onClick={signIn}>
        Sign in
      </button>
      {failure !== null && <span role="alert">{failure}</span>}
    </>
  );
}
