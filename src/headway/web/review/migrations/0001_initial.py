"""The tables of step 6, did we get there."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_audit_is_append_only'),
        ('act', '0001_initial'),
        ('aim', '0001_initial'),
        ('measure', '0001_initial'),
        ('register', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('looks_planned', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Looks planned')),
                ('picked_from', models.PositiveSmallIntegerField(default=1, verbose_name='Picked as the worst of')),
                ('asked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('seen', models.BigIntegerField(null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('baseline', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='measure.baseline')),
                ('controls', models.ManyToManyField(blank=True, related_name='+', to='measure.kpi', verbose_name='Hold it against')),
                ('improvement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='register.improvement')),
                ('intervention', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='act.intervention', verbose_name='Change')),
                ('kpi', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='measure.kpi', verbose_name='Measure')),
                ('target', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='aim.target')),
            ],
        ),
        migrations.CreateModel(
            name='RefusedComparison',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60)),
                ('facts', models.JSONField(default=dict)),
                ('before_what', models.CharField(max_length=200)),
                ('before_figure', models.CharField(max_length=60)),
                ('before_note', models.CharField(blank=True, max_length=120)),
                ('after_what', models.CharField(max_length=200)),
                ('after_figure', models.CharField(max_length=60)),
                ('after_note', models.CharField(blank=True, max_length=120)),
                ('digest', models.CharField(max_length=64)),
                ('library', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('replaced_at', models.DateTimeField(null=True)),
                ('improvement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refused_comparisons', to='register.improvement')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refused', to='review.question')),
            ],
        ),
        migrations.CreateModel(
            name='Verdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('look', models.PositiveIntegerField()),
                ('answer', models.CharField(choices=[('reached', 'Reached'), ('improved', 'Improved'), ('signs_only', 'Signs only'), ('no_evidence', 'No evidence'), ('worse', 'Worse'), ('cannot_tell_yet', 'Cannot tell yet')], max_length=16)),
                ('measure', models.CharField(max_length=160)),
                ('headline', models.CharField(max_length=120)),
                ('says', models.CharField(max_length=600)),
                ('before', models.FloatField(null=True)),
                ('after', models.FloatField(null=True)),
                ('after_low', models.FloatField(null=True)),
                ('after_high', models.FloatField(null=True)),
                ('target', models.FloatField(null=True)),
                ('level_kept', models.BooleanField(null=True)),
                ('look_again_on', models.DateField(null=True)),
                ('digest', models.CharField(max_length=64)),
                ('library', models.CharField(max_length=20)),
                ('judged_at', models.DateTimeField()),
                ('replaced_at', models.DateTimeField(null=True)),
                ('decided', models.CharField(blank=True, choices=[('keep', 'Keep it'), ('roll_out', 'Roll it out to more'), ('adjust', 'Adjust it and look again'), ('undo', 'Undo it'), ('stop', 'Stop here')], max_length=8)),
                ('told', models.JSONField()),
                ('drawn', models.JSONField()),
                ('circumstances', models.JSONField(default=dict)),
                ('counted', models.JSONField(default=dict)),
                ('improvement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verdicts', to='register.improvement')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verdicts', to='review.question')),
            ],
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('keep', 'Keep it'), ('roll_out', 'Roll it out to more'), ('adjust', 'Adjust it and look again'), ('undo', 'Undo it'), ('stop', 'Stop here')], max_length=8, verbose_name='Decision')),
                ('reason', models.CharField(max_length=1000, verbose_name='Why')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('improvement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='register.improvement')),
                ('intervention', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='act.intervention')),
                ('verdict', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='review.verdict')),
            ],
        ),
        migrations.CreateModel(
            name='VerdictInput',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('measure', 'What was judged'), ('control', 'Held against it'), ('balance', 'Must not get worse')], max_length=8)),
                ('name', models.CharField(max_length=200)),
                ('digest', models.CharField(max_length=64)),
                ('tolerated', models.FloatField(null=True)),
                ('point_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measure.pointset')),
                ('verdict', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inputs', to='review.verdict')),
            ],
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(fields=['improvement', 'ended_at'], name='questions_that_are_open'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('intervention', 'kpi'), name='a_change_is_asked_once_of_a_measure'),
        ),
        migrations.AddIndex(
            model_name='refusedcomparison',
            index=models.Index(fields=['improvement', 'replaced_at'], name='refusals_in_force'),
        ),
        migrations.AddConstraint(
            model_name='refusedcomparison',
            constraint=models.UniqueConstraint(condition=models.Q(('replaced_at', None)), fields=('question',), name='one_refusal_is_in_force'),
        ),
        migrations.AddIndex(
            model_name='verdict',
            index=models.Index(condition=models.Q(('replaced_at', None)), fields=['improvement', 'answer', 'decided', 'look_again_on', 'judged_at', 'question', 'replaced_at'], name='verdicts_in_force'),
        ),
        migrations.AddIndex(
            model_name='verdict',
            index=models.Index(condition=models.Q(('replaced_at', None)), fields=['organisation', 'answer', 'judged_at', 'improvement', 'replaced_at'], name='verdicts_counted'),
        ),
        migrations.AddIndex(
            model_name='verdict',
            index=models.Index(condition=models.Q(('replaced_at', None)), fields=['look_again_on', 'question', 'improvement'], name='verdicts_to_look_at_again'),
        ),
        migrations.AddIndex(
            model_name='verdict',
            index=models.Index(condition=models.Q(('replaced_at', None)), fields=['organisation', '-judged_at', '-id', 'improvement', 'answer'], name='verdicts_newest'),
        ),
        migrations.AddConstraint(
            model_name='verdict',
            constraint=models.UniqueConstraint(fields=('question', 'look'), name='a_look_has_one_verdict'),
        ),
        migrations.AddConstraint(
            model_name='verdict',
            constraint=models.UniqueConstraint(condition=models.Q(('replaced_at', None)), fields=('question',), name='one_verdict_is_in_force'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['improvement', '-id'], name='decisions_newest'),
        ),
    ]
