import { readFileSync } from "node:fs";
import { userInfo } from "node:os";

/** A user, as the system's list of users has it. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
  readonly username: string;
}

/** The system's lists of users and groups, as text: `/etc/passwd` and `/etc/group`. */
export interface SystemLists {
  readonly users: string;
  readonly groups: string;
}

/**
 * Reports whether a group is the private one of a user: it has the user's name and no other member. Systems that make one for
 * each user set a umask of 002, so that folders are writable for the group.
 *
 * A group that the lists do not have may be a directory service's. It is private if it has the number of its user.
 */
export function isPrivateGroup(
  gid: number,
  { uid, gid: primary, username }: SystemUser,
  { users, groups }: SystemLists,
): boolean {
  if (gid !== primary) return false;
  const group = fieldsOf(groups).find(([, , number]) => number === String(gid));
  if (group === undefined) return gid === uid;
  const [name, , , members = ""] = group;
  const others = members.split(",").filter((member) => member !== "" && member !== username);
  const shared = fieldsOf(users).some(
    ([user, , , number]) => number === String(gid) && user !== username,
  );
  return name === username && others.length === 0 && !shared;
}

/** Reports whether a group is the private one of the user who runs this process. */
export function isOwnPrivateGroup(gid: number): boolean {
  try {
    return isPrivateGroup(gid, userInfo(), {
      users: readList("/etc/passwd"),
      groups: readList("/etc/group"),
    });
  } catch {
    // The user has no entry, as in a container that is run under any number.
    return false;
  }
}

function fieldsOf(list: string): string[][] {
  return list.split("\n").map((line) => line.split(":"));
}

function readList(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
