import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'jose';
import { z } from 'zod';
import { confidentialClients } from './clients.ts';
import type { ConfidentialClient } from './clients.ts';

/** What must stay the same for printed tokens and commands to survive a restart. */
export interface Credentials {
  /** Private key that signs every token; its public half is published. */
  readonly signingKey: JWK & { readonly kid: string };
  readonly clientSecrets: Readonly<Record<ConfidentialClient, string>>;
  readonly cookieKey: string;
}

const secret = z.string().min(20);
const stored = z.object({
  signingKey: z.looseObject({ kty: z.string(), kid: z.string(), d: z.string() }),
  clientSecrets: z.object({ partner: secret, engineer: secret, admin: secret }),
  cookieKey: secret,
});

const newSecret = () => randomBytes(24).toString('base64url');

/** Reads the credentials of an earlier start from the directory, or makes and keeps new ones. Null: kept in memory only. */
export async function openCredentials(dataDir: string | null): Promise<Credentials> {
  if (dataDir === null) return makeCredentials();
  const file = join(dataDir, 'identity-provider.json');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text !== null) return parse(text, file);
  const credentials = await makeCredentials();
  await mkdir(dataDir, { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, JSON.stringify(credentials), { mode: 0o600 });
  await rename(unfinished, file);
  return credentials;
}

function parse(text: string, file: string): Credentials {
  try {
    return stored.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`${file} is damaged: delete it, and tokens printed before stop working.`, { cause });
  }
}

async function makeCredentials(): Promise<Credentials> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const secrets = confidentialClients.map((name) => [name, newSecret()] as const);
  return {
    signingKey: {
      ...(await exportJWK(privateKey)),
      kid: randomBytes(8).toString('hex'),
      alg: 'RS256',
      use: 'sig',
    },
    // The keys are exactly the confidential clients.
    clientSecrets: Object.fromEntries(secrets) as Record<ConfidentialClient, string>,
    cookieKey: newSecret(),
  };
}
