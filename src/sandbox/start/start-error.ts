/** Something that the person who started the sandbox can put right: its message is all that they are shown. */
export class StartError extends Error {
  override readonly name = "StartError";
}
