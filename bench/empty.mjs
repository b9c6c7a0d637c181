// The floor of a cold import: a module that imports nothing and does nothing.
export const nothing = undefined;
