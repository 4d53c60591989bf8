from django.db import models


class RecoveryCode(models.Model):
    """A code that stands in once for a second factor that was lost. Only its keyed digest is kept."""

    credential = models.ForeignKey("kernel.Credential", on_delete=models.CASCADE, related_name="codes")
    mark = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["credential", "mark"], name="recovery_code_once")]
