"""moto's server, with or without one repair.

moto forgets which version is current when UpdateSecretVersionStage moves AWSCURRENT: the next
PutSecretValue then leaves AWSCURRENT on two versions. AWS: "A staging label can be attached to only one
version at a time" (API_UpdateSecretVersionStage). All that keykist does after a guarded update would be
judged by that, so that the suite runs with the repair; deviations.test.ts shows that it is needed.
"""

import sys

from moto.secretsmanager.models import SecretsManagerBackend
from moto.server import main

forgetful = SecretsManagerBackend.update_secret_version_stage


def mindful(self, secret_id, version_stage, remove_from_version_id, move_to_version_id):
    answer = forgetful(self, secret_id, version_stage, remove_from_version_id, move_to_version_id)
    if version_stage == "AWSCURRENT" and move_to_version_id:
        self.secrets[secret_id].set_default_version_id(move_to_version_id)
    return answer


if sys.argv[1] == "repaired":
    SecretsManagerBackend.update_secret_version_stage = mindful
main(["-H", "127.0.0.1", "-p", sys.argv[2]])
