/**
 * The ways to VRS: the main one, and others for the municipalities the configuration names. All of them are doors of one record
 * system: its key set and its challenges, which the main one gives, hold at every door. What goes where is decided by the
 * clear header alone, which VRS checks against what is sealed.
 */
import { err, ok, type Result } from 'neverthrow';
import { openVrsClient, type VrsClient, type VrsTls } from '../exchange/index.ts';
import type { MunicipalityCode } from '../protocol/index.ts';
import { readTls } from './center-files.ts';
import type { ConfigurationError } from './configuration.ts';
import type { VrsRoutesConfiguration } from './vrs-routes-configuration.ts';

export type VrsRoute = { readonly name: string; readonly vrs: VrsClient; readonly maxInFlight: number };

export type VrsRoutes = {
  readonly main: VrsRoute;
  /** The way for a municipality: its own where one is configured, else the main one. */
  routeOf(municipality: MunicipalityCode): VrsRoute;
  close(): void;
};

/** Opens every way. Connections are made when they are needed; an unusable certificate is found here. */
export async function openVrsRoutes(parts: {
  readonly main: { readonly host: string; readonly port: number; readonly tls: VrsTls };
  readonly others: VrsRoutesConfiguration | undefined;
  readonly maxInFlight: number;
}): Promise<Result<VrsRoutes, ConfigurationError>> {
  const main: VrsRoute = { name: 'main', vrs: openVrsClient(parts.main), maxInFlight: parts.maxInFlight };
  const routes = [main];
  const byMunicipality = new Map<MunicipalityCode, VrsRoute>();
  const close = (): void => {
    for (const { vrs } of routes) vrs.close();
  };
  for (const { name, host, port, municipalities, relaysInFlight, ...files } of parts.others ?? []) {
    const tls = await readTls(`vrsRoutes.${name}`, files);
    if (tls.isErr()) {
      close();
      return err(tls.error);
    }
    const vrs = openVrsClient({ host, port, tls: tls.value });
    const route = { name, vrs, maxInFlight: relaysInFlight ?? parts.maxInFlight };
    routes.push(route);
    for (const municipality of municipalities) byMunicipality.set(municipality, route);
  }
  return ok({ main, routeOf: (municipality) => byMunicipality.get(municipality) ?? main, close });
}
