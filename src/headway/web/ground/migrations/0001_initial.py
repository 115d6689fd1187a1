"""The first tables."""

import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=80)),
                ('key', models.CharField(max_length=200, null=True)),
                ('arguments', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed')], default='waiting', max_length=10)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('not_before', models.DateTimeField()),
                ('lease', models.PositiveIntegerField(default=0)),
                ('leased_until', models.DateTimeField(null=True)),
                ('done', models.PositiveBigIntegerField(default=0)),
                ('total', models.PositiveBigIntegerField(default=0)),
                ('result', models.JSONField(default=dict)),
                ('failure_code', models.CharField(default='', max_length=80)),
                ('failure_facts', models.JSONField(default=dict)),
                ('leads_to', models.CharField(default='', max_length=300)),
                ('person_id', models.BigIntegerField(db_index=True, null=True)),
                ('asked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'not_before'], name='job_next')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='a_key_is_worked_once')],
            },
        ),
    ]
