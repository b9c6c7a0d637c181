// Adds a manager to a configuration file: one of many processes that do so at once.
import { editConfiguration } from "../../src/configuration/edit-configuration.ts";

const [file = "", name = ""] = process.argv.slice(2);
process.send?.("begins");
await editConfiguration({ environment: process.env }, file, (content) => ({
  ...content,
  managers: { ...content.managers, [name]: { id: name, flavor: "local", config: {} } },
}));
process.disconnect();
