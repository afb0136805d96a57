/** The listener of the municipalities' staff (V10): registered terminals, signing in, the built page, routes of staff. */
export { type OpenStaff, openStaff } from './open-staff.ts';
export { type StaffConfiguration, StaffConfigurationSchema } from './staff-configuration.ts';
export { readStaffFiles, readStaffSecrets, type StaffFiles } from './staff-files.ts';
export { createStaffServer, type StaffServer, type StaffServerParts } from './staff-server.ts';
