import { Analytics } from '@segment/analytics-node';
import type { DemoEvent } from './demo-event.ts';

type Params<Method extends 'identify' | 'track' | 'page' | 'group' | 'alias'> = Parameters<
  Analytics[Method]
>[0];

/** What a server answered with success: the body sent and the text that came back. */
export type OnAnswer = (requestBody: string, answer: string) => void;

export interface SdkClientOptions {
  readonly ingestionUrl: string;
  readonly writeKey: string;
  readonly onAnswer: OnAnswer;
  readonly onFailure: (reason: unknown) => void;
  readonly maxRetries?: number;
}

/** Segment's own library, set up to send what it has only when it is told to flush. */
export function createSdkClient(options: SdkClientOptions): Analytics {
  const client = new Analytics({
    host: options.ingestionUrl,
    writeKey: options.writeKey,
    flushAt: 2_500,
    flushInterval: 60_000,
    httpRequestTimeout: 60_000,
    maxRetries: options.maxRetries ?? 8,
    httpClient: async (url, request) => {
      const response = await fetch(url, request);
      const text = await response.text();
      if (response.ok) options.onAnswer(request.body, text);
      const { status, statusText, headers } = response;
      return { status, statusText, headers: Object.fromEntries(headers), text: async () => text };
    },
  });
  client.on('error', ({ reason }) => options.onFailure(reason));
  return client;
}

/** Hands one event to the library's method of its type. */
export function dispatch(client: Analytics, { message }: DemoEvent): void {
  const { type, ...params } = message;
  // The library types ids as one of two alternatives and traits field by field; the events are checked by ingestion.
  switch (type) {
    case 'identify':
      return client.identify(params as Params<'identify'>);
    case 'track':
      return client.track(params as Params<'track'>);
    case 'page':
      return client.page(params as Params<'page'>);
    case 'screen':
      return client.screen(params as Params<'page'>);
    case 'group':
      return client.group(params as Params<'group'>);
    case 'alias':
      return client.alias(params as Params<'alias'>);
    default:
      return type satisfies never;
  }
}
