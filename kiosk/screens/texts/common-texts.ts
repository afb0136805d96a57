/** Groups of words that residents and staff are both told. */
export interface IdleTexts extends HeadingAndLead {
  left: (seconds: number) => string;
  moreTime: string;
  endNow: string;
}

export interface HeadingAndLead {
  heading: string;
  lead: string;
}
