/** The door of what municipalities provide to each other. */
export {
  askMunicipality,
  type ProvisionParts,
  type Query,
  type QueryAnswer,
  type QueryError,
} from './ask-municipality.ts';
export { eraseOldProvisions, regulatorsView } from './provision-log.ts';
export { provisionRoutes } from './provision-routes.ts';
