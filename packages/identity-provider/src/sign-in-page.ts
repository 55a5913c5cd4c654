import { createHash } from 'node:crypto';
import { roles } from './roles.ts';
import type { Role } from './roles.ts';

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 0 auto; padding: 3rem 1.25rem; max-width: 34rem; }
  h1 { margin: 0 0 .25rem; font-size: 1.5rem; }
  p { margin: 0 0 1.25rem; }
  .warning { border-left: .25rem solid #b45309; padding: .5rem .75rem; background: #b453091f; }
  ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem; }
  button { width: 100%; padding: .75rem 1rem; font: inherit; text-align: left; color: inherit; cursor: pointer;
    background: transparent; border: 1px solid #8888; border-radius: .5rem; }
  button:hover { border-color: currentColor; }
  button:focus-visible { outline: .1875rem solid #2563eb; outline-offset: .125rem; }
  strong, span { display: block; }
  span { font-size: .875rem; opacity: .8; }
`;

/** Chromium checks `form-action` on every redirect after the form, so the clients' loopback addresses are named. */
export const signInPageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "form-action 'self' http://127.0.0.1:* http://localhost:*",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** The page on which a demo person is chosen. `action` is where the choice is posted. */
export function signInPage(options: { readonly clientId: string; readonly action: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in to the demo</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Sign in to the demo</h1>
<p>Choose who you are for <b>${escapeHtml(options.clientId)}</b>.</p>
<p class="warning" role="note">For demonstration on this machine only: these accounts have no password.</p>
<form method="post" action="${escapeHtml(options.action)}">
<ul>
${Object.values<Role>(roles).map(choice).join('\n')}
</ul>
</form>
</main>
</body>
</html>
`;
}

function choice({ title, scopes, person }: Role): string {
  return `<li><button name="person" value="${person.id}"><strong>${person.name}, ${title.toLowerCase()}</strong>\
<span>${scopes.join(', ')}</span></button></li>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
