import { Readable } from 'node:stream';
import { query, raw, signedIn } from '../../http/handler.ts';
import { readAuditFilter, showAudit } from './audit.ts';
import { auditCsv, auditJson } from './auditExport.ts';
import { showAdmins, showMyRoles } from './roles.ts';

export const adminHandlers = {
  'admin.me': query<'admin.me'>((ctx, call) => showMyRoles(ctx.pool, signedIn(call).userId)),
  'admin.admins': query<'admin.admins'>((ctx) => showAdmins(ctx.pool)),
  'admin.audit': query<'admin.audit'>((ctx, call) => showAudit(ctx.pool, call.query)),
  'admin.auditExport': raw<'admin.auditExport'>(async (ctx, call, reply) => {
    const format = call.query.format ?? 'csv';
    const filter = readAuditFilter(call.query);
    reply.type(format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/json; charset=utf-8');
    reply.header('content-disposition', `attachment; filename="audit.${format}"`);
    return Readable.from((format === 'csv' ? auditCsv : auditJson)(ctx.pool, filter), { objectMode: false });
  }),
};
