"""The tables of step 3, where do we want to be."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('measure', '0001_initial'),
        ('register', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Balancing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('given', models.CharField(max_length=40, verbose_name='Tolerated worsening')),
                ('tolerated', models.FloatField()),
                ('why', models.CharField(blank=True, max_length=400, verbose_name='Why it could suffer')),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('improvement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='balancings', to='register.improvement')),
                ('kpi', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='balancings', to='measure.kpi', verbose_name='Measure')),
                ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('improvement', 'kpi'), name='a_measure_balances_once')],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('family', models.CharField(choices=[('utility', 'Utility: does it do what is needed'), ('warranty', 'Warranty: can it be relied on')], max_length=8, verbose_name='Family')),
                ('definition', models.PositiveIntegerField(default=1)),
                ('what', models.CharField(blank=True, max_length=200)),
                ('direction', models.CharField(blank=True, max_length=8)),
                ('given', models.CharField(blank=True, max_length=40, verbose_name='Target')),
                ('value', models.FloatField(null=True)),
                ('due_on', models.DateField(null=True, verbose_name='By when')),
                ('smallest_given', models.CharField(blank=True, max_length=40, verbose_name='Smallest change worth having')),
                ('smallest', models.FloatField(null=True)),
                ('realism', models.CharField(blank=True, choices=[('will_be_met', 'Inside what is usual: it is met every time already'), ('by_chance', 'Within the natural limits: met now and then by chance, kept only after a real change'), ('will_be_missed', 'Beyond the natural limits: missed every time until something changes'), ('', "Can't be told: too few points, or no natural limits")], default='', max_length=14)),
                ('facts', models.JSONField(default=dict)),
                ('no_target', models.CharField(blank=True, max_length=400, verbose_name='Why there is no target')),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('baseline', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='measure.baseline')),
                ('improvement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='register.improvement')),
                ('kpi', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='measure.kpi')),
                ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['improvement', 'withdrawn_at'], name='targets_in_force')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('baseline__isnull', False), ('withdrawn_at', None)), fields=('improvement', 'baseline'), name='a_baseline_has_one_target'), models.UniqueConstraint(condition=models.Q(('value', None), ('withdrawn_at', None)), fields=('improvement', 'family'), name='a_family_has_one_reason'), models.CheckConstraint(condition=models.Q(models.Q(('baseline', None), ('value', None), models.Q(('no_target', ''), _negated=True)), models.Q(('baseline__isnull', False), ('no_target', ''), ('value__isnull', False)), _connector='OR'), name='a_target_or_a_reason')],
            },
        ),
    ]
