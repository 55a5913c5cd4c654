const basic = /^Basic +([A-Za-z0-9+/=_-]{1,600})$/i;

/** The user name of HTTP Basic, which is the write key; null when the header is absent or another scheme's. */
export function basicUser(header: string | undefined): string | null {
  const encoded = header === undefined ? undefined : basic.exec(header)?.[1];
  if (encoded === undefined) return null;
  const [user = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':', 1);
  return user;
}
