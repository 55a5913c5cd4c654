import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors } from 'oidc-provider';
import type { Provider } from 'oidc-provider';
import { roleOfPerson } from './roles.ts';
import { signInPage, signInPageHeaders } from './sign-in-page.ts';

const maxBodyBytes = 1_024;

/** Answers `/sign-in/<uid>`: GET shows the people, POST signs one in and goes on with the authorization. */
export async function answerSignIn(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const { uid, params } = await provider.interactionDetails(request, response);
    if (request.method === 'GET') {
      const page = signInPage({ clientId: String(params['client_id']), action: `/sign-in/${uid}` });
      response.writeHead(200, signInPageHeaders).end(page);
      return;
    }
    if (request.method !== 'POST') return refuse(response, 405, 'Only GET and POST are answered here.');
    if (!isSameOrigin(request)) return refuse(response, 403, 'The form must be sent from the sign-in page.');
    const personId = new URLSearchParams(await readBody(request)).get('person') ?? '';
    if (!roleOfPerson(personId)) return refuse(response, 400, 'There is no such person.');
    await provider.interactionFinished(request, response, {
      login: { accountId: personId, remember: false },
    });
  } catch (error) {
    if (error instanceof errors.SessionNotFound) {
      return refuse(response, 400, 'This sign-in has ended. Start again from the application.');
    }
    if (error instanceof BodyTooLarge) return refuse(response, 413, 'The form is too large.');
    throw error;
  }
}

class BodyTooLarge extends Error {}

function isSameOrigin({ headers }: IncomingMessage): boolean {
  return headers.origin === undefined || headers.origin === `http://${headers.host}`;
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > maxBodyBytes) throw new BodyTooLarge();
  }
  return body;
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' }).end(text);
}
