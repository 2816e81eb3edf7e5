/** Something about the call or its files that only the person who made it can put right; one line each. */
export class UsageError extends Error {}
