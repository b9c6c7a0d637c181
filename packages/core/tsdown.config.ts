import { library } from "../../tsdown.config.base.ts";

export default library(["src/index.ts", "src/schemas/index.ts", "src/memory/index.ts"]);
