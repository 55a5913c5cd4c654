import { Readable } from 'node:stream';
import { consentPurposes } from '@customer360/event-log';
import { AppError } from '@customer360/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { MemberFileService } from './member-file-service.ts';

/** A file of members at most: a million rows have some 40 MB. */
const BODY_LIMIT_BYTES = 256 * 1_048_576;

const params = z.object({ id: z.string() });
const importQuery = z.object({ column: z.string().max(100).optional() });
const purposeQuery = z.object({ purpose: z.enum(consentPurposes) });

/** `POST /segments/{id}/members.csv` adds whom a file names to a list; `GET` gives the members as a file. */
export async function memberFileRoutes(
  server: FastifyInstance,
  options: { readonly filesOf: (request: FastifyRequest) => Promise<MemberFileService> },
): Promise<void> {
  await server.register(async (routes) => {
    // The body is read by the handler as it arrives.
    routes.addContentTypeParser('text/csv', (_request, payload, done) => done(null, payload));

    routes.post('/segments/:id/members.csv', { bodyLimit: BODY_LIMIT_BYTES }, async (request) => {
      const files = await options.filesOf(request);
      if (!(request.body instanceof Readable)) {
        throw new AppError('BAD_USER_INPUT', 'The content type must be text/csv.');
      }
      const { column = null } = check(importQuery, request.query, 'column must be the name of a column.');
      return files.read(check(params, request.params, 'no id').id, request.body, { column });
    });

    routes.get('/segments/:id/members.csv', async (request, reply) => {
      const files = await options.filesOf(request);
      const allowed = `purpose must be one of ${consentPurposes.join(', ')}.`;
      const { purpose } = check(purposeQuery, request.query, allowed);
      const { withheld, lines } = await files.write(check(params, request.params, 'no id').id, purpose);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="members.csv"')
        .header('x-members-withheld', String(withheld))
        .send(Readable.from(lines));
    });
  });
}

function check<T>(schema: z.ZodType<T>, value: unknown, message: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError('BAD_USER_INPUT', message);
}
