import { Pool } from 'undici';

/** What came of a load. */
export interface LoadResult {
  readonly accepted: number;
  /** Requests that were told to wait (429). */
  readonly deferred: number;
  readonly seconds: number;
  /** Milliseconds from sending to acknowledgement, one for each accepted request. */
  readonly acks: readonly number[];
}

export interface LoadOptions {
  readonly url: string;
  readonly writeKey: string;
  readonly next: () => Record<string, unknown>;
  readonly seconds: number;
  readonly connections: number;
  /** Events in a request; 1 sends single events. */
  readonly batch: number;
  /** Events a second that are offered whatever the answers do; null sends as fast as the answers come. */
  readonly rate: number | null;
}

/** Sends events to ingestion for a while and counts what was acknowledged as accepted. */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const { url, writeKey, next, seconds, connections, batch, rate } = options;
  const pool = new Pool(url, { connections, pipelining: 1 });
  const headers = {
    'content-type': 'application/json',
    authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
  };
  const acks: number[] = [];
  let accepted = 0;
  let deferred = 0;
  const started = performance.now();
  const end = started + seconds * 1_000;

  async function send(): Promise<void> {
    const events = Array.from({ length: batch }, next);
    const single = events[0] ?? {};
    const path = batch === 1 ? `/v1/${String(single['type'])}` : '/v1/batch';
    const body = JSON.stringify(batch === 1 ? single : { batch: events });
    const sent = performance.now();
    const response = await pool.request({ method: 'POST', path, headers, body });
    const text = await response.body.text();
    if (response.statusCode === 429) {
      deferred += 1;
      return;
    }
    if (response.statusCode !== 200)
      throw new Error(`ingestion answered ${response.statusCode}: ${text.slice(0, 300)}`);
    acks.push(performance.now() - sent);
    const taken = text.split('"accepted"').length - 1;
    if (taken !== batch)
      throw new Error(`ingestion accepted ${taken} of ${batch} events: ${text.slice(0, 300)}`);
    accepted += batch;
  }

  async function asFastAsAnswered(): Promise<void> {
    while (performance.now() < end) await send();
  }

  async function atRate(perSecond: number): Promise<void> {
    const underWay = new Set<Promise<void>>();
    const failures: unknown[] = [];
    for (let count = 0; failures.length === 0; count += 1) {
      const due = started + (count * batch * 1_000) / perSecond;
      if (due >= end) break;
      const wait = due - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      const request: Promise<void> = send()
        .catch((error: unknown) => void failures.push(error))
        .finally(() => underWay.delete(request));
      underWay.add(request);
    }
    await Promise.all(underWay);
    if (failures.length > 0) throw new Error('the load broke off', { cause: failures[0] });
  }

  await (rate === null ? Promise.all(Array.from({ length: connections }, asFastAsAnswered)) : atRate(rate));
  const elapsed = (performance.now() - started) / 1_000;
  await pool.close();
  return { accepted, deferred, seconds: elapsed, acks };
}
