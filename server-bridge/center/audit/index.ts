/** The audit trail: a hash chain per node, signed checkpoints over it, exports that can be verified without the center. */
export { type Along, intendAudit } from './audit-intents.ts';
export { auditRoutes } from './audit-routes.ts';
export {
  AUDIT_ACTIONS,
  type AuditAction,
  type AuditEvent,
  type AuditOutbox,
  type AuditTrail,
  AuditWordSchema,
} from './audit-trail.ts';
export type { RunningAuditTrail } from './open-audit-trail.ts';
export { startAudit } from './start-audit.ts';
