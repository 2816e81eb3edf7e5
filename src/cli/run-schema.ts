import { configJsonSchema } from "../core/config/config-json-schema.js";
import { printJson } from "./print.js";

export function runSchema(): void {
  printJson(configJsonSchema());
}
