/** The door of the individual number's form: twelve digits with a check digit. Imports nothing, so that a page may use it as well. */
export { checkDigitOf, isIndividualNumber } from './individual-number.ts';
