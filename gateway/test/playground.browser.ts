// Opens the playground in a real browser: node gateway/test/playground.browser.ts [screenshot.png]
// It must load without an error, ask nobody but the gateway and the identity provider, break no rule of its policy, run a
// query with the token from the headers tab, and sign a person in.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { startIdentityProvider } from '@customer360/identity-provider';
import { createHttpServer, createLogger, createTokenVerifier } from '@customer360/service';
import { buildSchema, graphql } from 'graphql';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import { playgroundRoutes } from '../src/playground/playground-routes.ts';

const executablePath = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]
  .filter((path) => path !== undefined)
  .find((path) => existsSync(path));
if (executablePath === undefined) {
  console.error(
    'NOT RUN: no Chromium found. Install it (Debian: apt-get install chromium) or set CHROMIUM to its path.',
  );
  process.exit(1);
}

const schema = buildSchema(`
  "Who asks, and the profiles of the tenant."
  type Query { "The subject of the token." viewer: String "Scopes of the token." scopes: [String!] "Number of profiles." profileCount: Int }
`);

const provider = await startIdentityProvider({ port: 0, tenantId: 'demo', dataDir: null });
const verifier = createTokenVerifier({ issuer: provider.issuer, audience: 'customer360' });
const server = createHttpServer({ logger: createLogger({ name: 'playground-test', level: 'warn' }) });
playgroundRoutes(server, {
  graphqlUrl: '/graphql',
  defaultHeaders: { authorization: `Bearer ${await provider.tokenFor('analyst')}` },
  defaultQuery: 'query WhoAmI {\n  viewer\n  scopes\n  profileCount\n}\n',
  oidc: { issuer: provider.issuer, clientId: 'playground', scope: 'openid profile:read recommendation:read' },
});
server.post<{ Body: { query: string; operationName?: string } }>('/graphql', async ({ headers, body }) => {
  const { subject, scopes } = await verifier.verify(headers.authorization);
  const rootValue = { viewer: subject, scopes: [...scopes], profileCount: 2_377 };
  return graphql({ schema, source: body.query, rootValue, operationName: body.operationName ?? null });
});
const origin = await server.listen({ host: '127.0.0.1', port: 0 });
const started = performance.now();
await fetch(`${origin}/playground`);
console.log(`playground built or found in ${Math.round(performance.now() - started)} ms`);

const browser = await chromium.launch({
  executablePath,
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
const page = await browser.newPage({ viewport: { width: 1_400, height: 860 } });
const seen = watch(page);
try {
  await step('shows the default query and the token', async () => {
    await page.goto(`${origin}/playground`);
    await page.locator('.graphiql-query-editor .view-line', { hasText: 'profileCount' }).waitFor();
    await page.locator('.graphiql-editor-tool .view-line', { hasText: 'authorization' }).first().waitFor();
  });

  await step('runs the query and shows the answer', async () => {
    await page.locator('.graphiql-execute-button').click();
    await page.locator('.result-window .view-line', { hasText: '2377' }).waitFor();
    assert.match(await answerOf(page), /demo-analyst/);
  });

  await step('explains the schema and completes what is typed', async () => {
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.locator('.graphiql-plugin', { hasText: 'Query' }).waitFor();
    await page.locator('.graphiql-query-editor .view-line', { hasText: 'viewer' }).click();
    await page.keyboard.press('End');
    await page.keyboard.type('\nprof');
    await page.locator('.suggest-widget .monaco-list-row', { hasText: 'profileCount' }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.graphiql-execute-button').click();
    await page.locator('.result-window .view-line', { hasText: '2377' }).waitFor();
  });

  await step('keeps the query over a reload, the token not', async () => {
    await page.waitForFunction(() =>
      localStorage.getItem('graphiql:tabState')?.includes('profileCount\\n  scopes'),
    );
    const stored = await page.evaluate(() => JSON.stringify(localStorage));
    assert.ok(!stored.includes('Bearer'), `a token is stored: ${stored}`);
    await page.reload();
    await page.locator('.graphiql-editor-tool .view-line', { hasText: 'authorization' }).first().waitFor();
    assert.ok((await page.locator('.graphiql-tab').count()) <= 1, 'a second tab was opened');
  });

  const [, , screenshot] = process.argv;
  if (screenshot !== undefined) {
    await page.locator('.graphiql-execute-button').click();
    await page.locator('.result-window .view-line', { hasText: '2377' }).waitFor();
    await page.screenshot({ path: screenshot });
  }

  await step('signs a person in and asks as that person', async () => {
    await page.getByRole('button', { name: 'Sign in' }).click();
    const choice = page.getByRole('button', { name: /Pat Lindqvist/ });
    await choice.waitFor();
    if (screenshot !== undefined)
      await page.screenshot({ path: screenshot.replace(/(\.\w+)$/, '-sign-in$1') });
    await choice.click();
    await page.waitForURL(`${origin}/playground`);
    await page.locator('.graphiql-execute-button').click();
    await page.locator('.result-window .view-line', { hasText: 'demo-partner' }).waitFor();
  });

  assert.deepEqual(seen.errors, [], 'errors in the console, broken rules of the policy among them');
  const origins = [...new Set(seen.requests.map((url) => new URL(url).origin))];
  assert.deepEqual(origins.toSorted(), [origin, provider.issuer].toSorted(), 'requests to other origins');
  console.log(
    `ok: ${seen.requests.length} requests, all to the gateway and the identity provider; no error, no violation`,
  );
} finally {
  await browser.close();
  await server.close();
  await provider.close();
}

async function step(name: string, run: () => Promise<void>): Promise<void> {
  await run().catch((cause: unknown) => {
    for (const error of seen.errors) console.error(error);
    throw new Error(`the playground fails at: ${name}`, { cause });
  });
  console.log(`ok: ${name}`);
}

/** The text of the answer as the editor shows it, a line a row. */
async function answerOf(page: Page): Promise<string> {
  return (await page.locator('.result-window .view-line').allInnerTexts()).join('\n');
}

function watch(page: Page) {
  const requests: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith('http')) requests.push(request.url());
  });
  page.on('requestfailed', (request) => {
    const failure = request.failure()?.errorText ?? '';
    // Leaving a page cuts off what it still loads.
    if (failure !== 'net::ERR_ABORTED') errors.push(`${request.url()} ${failure}`);
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()))
      errors.push(`${message.type()}: ${message.text().slice(0, 300)}`);
  });
  return { requests, errors };
}
