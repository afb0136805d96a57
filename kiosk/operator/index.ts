/** Door of the operator's part: personal codes, their check and its lock-out. */
export { type CodeCheck, type CodeDesk, openCodeDesk } from './code-desk.ts';
export {
  hashOperatorCode,
  OPERATOR_CODE_DIGITS,
  type Operator,
  OperatorCodeSchema,
  verifyOperatorCode,
} from './operator-code.ts';
