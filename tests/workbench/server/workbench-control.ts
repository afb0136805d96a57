/** What the workbench may do behind the kiosk; each lever appears only where it is given. */
export type WorkbenchControl = {
  setMunicipality?(code: string, takingPart: boolean): Promise<void>;
  /** Offered for `setMunicipality`; any six digits can be typed besides. */
  municipalities?: readonly { readonly code: string; readonly name: string }[];
  setService?(on: boolean): Promise<void>;
  stopVrs?(): Promise<void>;
  startVrs?(): Promise<void>;
  releaseRightPerson?(): Promise<void>;
  /** Asked often: must be cheap. `kioskUrl` is an http address, or null when the kiosk has its own window. */
  info(): { readonly readerPath: string; readonly terminalId: string; readonly kioskUrl: string | null };
};
