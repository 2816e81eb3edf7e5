import { z } from "zod";

import { configSchema } from "./config-schema.js";

/** The JSON Schema by which editors complete and check `.github/tickmark.yml`. */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(configSchema, { io: "input", target: "draft-7" });
  return {
    $schema,
    title: "Tickmark",
    description:
      "The config of Tickmark, .github/tickmark.yml on the default branch. Everything is optional.",
    ...schema,
  };
}
