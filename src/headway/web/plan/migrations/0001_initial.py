"""The tables of step 4, how do we get there."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_audit_is_append_only'),
        ('aim', '0001_initial'),
        ('register', '0001_initial'),
        ('vision', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Option',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('does_nothing', models.BooleanField(default=False, editable=False)),
                ('name', models.CharField(max_length=160, verbose_name='Option')),
                ('description', models.TextField(blank=True, max_length=8000, verbose_name='How it would work')),
                ('cost', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True, verbose_name='Cost')),
                ('cost_low', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True, verbose_name='At least')),
                ('cost_high', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True, verbose_name='At most')),
                ('cost_unit', models.CharField(blank=True, help_text='A currency such as EUR, or “hours”.', max_length=40, verbose_name='In')),
                ('cost_recurrence', models.CharField(choices=[('one_off', 'One-off'), ('monthly', 'A month'), ('yearly', 'A year')], default='one_off', max_length=10, verbose_name='Comes')),
                ('effort_days', models.DecimalField(blank=True, decimal_places=1, max_digits=8, null=True, verbose_name='Effort in days')),
                ('benefit', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True, verbose_name='Benefit expected')),
                ('benefit_low', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True, verbose_name='At least')),
                ('benefit_high', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True, verbose_name='At most')),
                ('benefit_unit', models.CharField(blank=True, help_text='“hours”, “incidents”, or a currency such as EUR.', max_length=40, verbose_name='In')),
                ('benefit_recurrence', models.CharField(choices=[('one_off', 'One-off'), ('monthly', 'A month'), ('yearly', 'A year')], default='yearly', max_length=10, verbose_name='Comes')),
                ('benefit_realised', models.CharField(choices=[('cashable', 'Cashable'), ('capacity', 'Capacity set free'), ('neither', 'Neither')], default='neither', max_length=10, verbose_name='Becomes')),
                ('benefit_note', models.CharField(blank=True, max_length=400, verbose_name='Where the numbers come from')),
                ('risk', models.TextField(blank=True, max_length=4000, verbose_name='What could go wrong')),
                ('likelihood', models.PositiveSmallIntegerField(blank=True, choices=[(1, '1'), (2, '2'), (3, '3'), (4, '4'), (5, '5')], null=True, verbose_name='How likely')),
                ('harm', models.PositiveSmallIntegerField(blank=True, choices=[(1, '1'), (2, '2'), (3, '3'), (4, '4'), (5, '5')], null=True, verbose_name='How bad')),
                ('answer_to_risk', models.CharField(blank=True, max_length=400, verbose_name='What is done about it')),
                ('pack', models.CharField(default='svs', editable=False, max_length=40)),
                ('gain_activities', models.JSONField(blank=True, default=list, verbose_name='Where the gain falls')),
                ('work_activities', models.JSONField(blank=True, default=list, verbose_name='Where the work is done')),
                ('hope_given', models.CharField(blank=True, max_length=40, verbose_name='Change hoped for')),
                ('hope', models.FloatField(editable=False, null=True)),
                ('plan_check', models.JSONField(default=dict, editable=False)),
                ('plan_checked_for', models.JSONField(default=dict, editable=False)),
                ('plan_checked_at', models.DateTimeField(editable=False, null=True)),
                ('chosen_at', models.DateTimeField(editable=False, null=True)),
                ('chosen_because', models.CharField(blank=True, editable=False, max_length=400, verbose_name='Why this one')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_because', models.CharField(blank=True, editable=False, max_length=400, verbose_name='Why not')),
                ('chosen_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('improvement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='options', to='register.improvement')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stream', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='options', to='vision.entity', verbose_name='Value stream that it changes')),
                ('target', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='options', to='aim.target', verbose_name='Target that it works on')),
            ],
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('words', models.CharField(blank=True, max_length=1000, verbose_name='What the approver should know')),
                ('digest', models.CharField(max_length=64)),
                ('asked_about', models.JSONField(default=dict)),
                ('because', models.JSONField(default=dict)),
                ('answered_at', models.DateTimeField(null=True)),
                ('granted', models.BooleanField(null=True)),
                ('answer', models.CharField(blank=True, max_length=1000, verbose_name='Reason')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('option', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='plan.option')),
            ],
        ),
        migrations.CreateModel(
            name='ApprovalPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('from_days', models.DecimalField(blank=True, decimal_places=1, max_digits=8, null=True, verbose_name='From so many days of effort')),
                ('from_cost', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True, verbose_name='From this cost')),
                ('cost_unit', models.CharField(blank=True, help_text='A currency such as EUR, or “hours”.', max_length=40, verbose_name='In')),
                ('entity', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='approval_policy', to='vision.entity', verbose_name='Backlog')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approval_policies', to='accounts.organisation')),
                ('set_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('entity', None)), fields=('organisation',), name='an_organisation_has_one_policy')],
            },
        ),
        migrations.AddIndex(
            model_name='option',
            index=models.Index(fields=['improvement', 'withdrawn_at'], name='options_in_force'),
        ),
        migrations.AddConstraint(
            model_name='option',
            constraint=models.UniqueConstraint(condition=models.Q(('does_nothing', True)), fields=('improvement',), name='nothing_is_done_once'),
        ),
        migrations.AddConstraint(
            model_name='option',
            constraint=models.UniqueConstraint(condition=models.Q(('chosen_at__isnull', False)), fields=('improvement',), name='one_option_is_chosen'),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at', None), ('granted', None)), fields=('option',), name='one_approval_is_asked_at_a_time'),
        ),
    ]
