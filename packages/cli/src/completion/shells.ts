import { COMPLETE_WORD } from "./complete-word.ts";

/** The shells that there is a completion for. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** One of {@link SHELLS}. */
export type Shell = (typeof SHELLS)[number];

/*
 * The scripts call the `kist` of the PATH, and never the word that was typed: `./kist` in someone's folder must not
 * run because a key was pressed. They work as they stand, and in the file that a shell loads by itself.
 */

// Bash takes words apart at "=" and ":", which the proposals are not: what it has taken off is taken off them too.
const bash = `_kist() {
  local line="\${COMP_LINE:0:COMP_POINT}" current="\${COMP_WORDS[COMP_CWORD]}" word prefix candidate
  local -a words
  read -r -a words <<< "$line"
  case "$line" in *[[:space:]]) words+=("") ;; esac
  word="\${words[\${#words[@]}-1]}"
  case "$current" in = | :) current="" ;; esac
  prefix="\${word%"$current"}"
  COMPREPLY=()
  while IFS=$'\t' read -r candidate _; do
    COMPREPLY+=("\${candidate#"$prefix"}")
    case "$candidate" in *=) compopt -o nospace 2> /dev/null ;; esac
  done < <(command kist ${COMPLETE_WORD} "\${words[@]:1}" 2> /dev/null < /dev/null)
}
complete -o default -F _kist kist
`;

const zsh = `#compdef kist
_kist() {
  local -a proposals
  local line
  local -a typed=("\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}")
  while IFS= read -r line; do
    proposals+=("\${\${line%%$'\t'*}//:/\\:}:\${line#*$'\t'}")
  done < <(command kist ${COMPLETE_WORD} "\${(@)typed}" 2> /dev/null < /dev/null)
  if (( \${#proposals} )); then
    _describe kist proposals
  else
    _files
  fi
}
if [[ "\${funcstack[1]}" == _kist ]]; then
  _kist "$@"
else
  compdef _kist kist
fi
`;

const fish = `function __kist_propose
  set -l words (commandline -opc)
  set -g __kist_proposals (command kist ${COMPLETE_WORD} $words[2..-1] (commandline -ct) 2> /dev/null < /dev/null)
  test (count $__kist_proposals) -gt 0
end
complete -c kist -e
complete -c kist -n __kist_propose -f -a '$__kist_proposals'
`;

const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };

/** The script that makes a shell complete `kist`. */
export function completionScript(shell: Shell): string {
  return scripts[shell];
}
