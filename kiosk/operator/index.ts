/** Door of the operator's part: the desk with its screens, personal codes, their check and its lock-out. */
export { type CodeCheck, type CodeDesk, openCodeDesk } from './code-desk.ts';
export type {
  OperatorDesk,
  OperatorDeskOptions,
  OperatorOrder,
  OperatorOutcome,
  OperatorPainted,
} from './desk-types.ts';
export { operatorMachine } from './machine/operator-machine.ts';
export { fileMisses, type MissStore } from './misses-file.ts';
export {
  hashOperatorCode,
  OPERATOR_CODE_DIGITS,
  type Operator,
  OperatorCodeSchema,
  verifyOperatorCode,
} from './operator-code.ts';
export { openOperatorDesk } from './operator-desk.ts';
export {
  OPERATOR_ACTIONS,
  type OperatorAction,
  type OperatorRecord,
  OperatorRecordSchema,
  operatorEventCode,
} from './operator-record.ts';
export { type Readiness, readinessOf } from './readiness.ts';
export { faultsOf, type OperatorView, tasksOf } from './view.ts';
export * from './words.ts';
