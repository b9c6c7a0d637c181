import { type Application, buildApplication, buildRouteMap, help, version } from "@stricli/core";
import type { KistContext } from "./kist-context.ts";
import { conformanceCommand } from "./routes/conformance-command.ts";
import { parserText } from "./parser-text.ts";
import { runningCommands } from "./routes/running-commands.ts";
import { flavorCommands } from "./routes/flavor-commands.ts";
import { keyCommands } from "./routes/key-commands.ts";
import { machineCommands } from "./routes/machine-commands.ts";
import { managerCommands, secretsManagerCommands } from "./routes/manager-commands.ts";
import { recoveryCommands } from "./routes/recovery-commands.ts";
import { schemaCommands } from "./routes/schema-commands.ts";
import { fileCommands } from "./routes/file-commands.ts";
import { secretCommands } from "./routes/secret-commands.ts";

/** All commands. */
export const application: Application<KistContext> = buildApplication(
  buildRouteMap({
    routes: {
      ...secretCommands,
      ...recoveryCommands,
      ...fileCommands,
      ...runningCommands,
      manager: managerCommands,
      flavor: flavorCommands,
      schema: schemaCommands,
      key: keyCommands,
      ...machineCommands,
      ...conformanceCommand,
      secretsManager: secretsManagerCommands,
    },
    docs: {
      brief: "Keep secrets, and hand them to programs",
      fullDescription:
        "Keeps secrets, named collections of keys and values, in the secrets manager of your choice; " +
        "without a configuration in one encrypted file in your data folder.",
    },
  }),
  {
    name: "kist",
    scanner: { caseStyle: "allow-kebab-for-camel", allowArgumentEscapeSequence: true },
    documentation: { disableAnsiColor: true },
    localization: { text: parserText },
  },
  {
    help: help({
      alias: "h",
      brief: "Show help",
      formatting: {
        caseStyle: "convert-camel-to-kebab",
        useAliasInUsageLine: false,
        onlyRequiredInUsageLine: true,
      },
    }),
    version: version({
      brief: "Show the version",
      info: {
        getCurrentVersion: async () => {
          const { currentVersion } = await import("./version.ts");
          return currentVersion();
        },
      },
    }),
  },
);
