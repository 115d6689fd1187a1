"""The tables of step 5, taking action."""

import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('plan', '0001_initial'),
        ('register', '0001_initial'),
        ('vision', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Pilot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('name', models.CharField(max_length=160, verbose_name='Pilot')),
                ('scope', models.TextField(max_length=2000, verbose_name='Who or what is in it')),
                ('left_out', models.CharField(blank=True, max_length=400, verbose_name='Who stays as before')),
                ('starts_on', models.DateField(verbose_name='From')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='Until')),
                ('works_if', models.CharField(blank=True, max_length=400, verbose_name='It works if')),
                ('outcome', models.TextField(blank=True, editable=False, max_length=4000, verbose_name='What came of it')),
                ('ended_on', models.DateField(editable=False, null=True)),
                ('improvement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pilots', to='register.improvement')),
                ('set_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OtherEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('what', models.CharField(max_length=200, verbose_name='What happened')),
                ('starts_on', models.DateField(verbose_name='From')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='Until')),
                ('note', models.CharField(blank=True, max_length=400, verbose_name='How it could show')),
                ('improvement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='other_events', to='register.improvement')),
                ('set_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['improvement', 'starts_on'], name='events_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Intervention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('what', models.CharField(max_length=200, verbose_name='What changed')),
                ('starts_on', models.DateField(verbose_name='Since')),
                ('in_full_on', models.DateField(blank=True, null=True, verbose_name='In full since')),
                ('reach', models.CharField(choices=[('pilot', 'A pilot'), ('all', 'Everybody it is meant for'), ('roll_out', 'Roll-out after a pilot')], default='all', max_length=8, verbose_name='For')),
                ('exposed', models.CharField(max_length=400, verbose_name='Who or what was exposed to it')),
                ('recording', models.CharField(choices=[('no', 'No: what is recorded, and how, stays as it was'), ('yes', 'Yes: categories, times or fields are recorded otherwise from then on'), ('not_known', 'Not known yet')], max_length=9, verbose_name='Does this change how things are recorded?')),
                ('recording_note', models.CharField(blank=True, max_length=400, verbose_name='What is recorded otherwise')),
                ('undone_on', models.DateField(editable=False, null=True)),
                ('undone_because', models.CharField(blank=True, editable=False, max_length=400, verbose_name='Why it was undone')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_because', models.CharField(blank=True, editable=False, max_length=400, verbose_name='Reason')),
                ('entities', models.ManyToManyField(blank=True, related_name='+', to='vision.entity', verbose_name='Of these, known here')),
                ('follows', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='act.intervention')),
                ('improvement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interventions', to='register.improvement')),
                ('option', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interventions', to='plan.option')),
                ('set_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pilot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interventions', to='act.pilot', verbose_name='The pilot')),
            ],
            options={
                'indexes': [models.Index(fields=['improvement', 'starts_on'], name='interventions_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('title', models.CharField(max_length=200, verbose_name='Task')),
                ('note', models.TextField(blank=True, max_length=4000, verbose_name='What has to be known')),
                ('pack', models.CharField(default='svs', editable=False, max_length=40)),
                ('activity', models.CharField(blank=True, max_length=120, verbose_name='Value chain activity')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='Due on')),
                ('state', models.CharField(choices=[('open', 'To do'), ('doing', 'In hand'), ('done', 'Done'), ('dropped', 'Dropped')], default='open', max_length=8, verbose_name='State')),
                ('state_at', models.DateTimeField(editable=False)),
                ('due_order', models.DateField(default=datetime.date(9999, 12, 31), editable=False)),
                ('improvement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='register.improvement')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tasks', to=settings.AUTH_USER_MODEL, verbose_name='Owner')),
                ('pilot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='act.pilot', verbose_name='Part of the pilot')),
            ],
            options={
                'indexes': [models.Index(fields=['improvement', 'due_order', 'id'], name='tasks_of_an_improvement'), models.Index(fields=['owner', 'state', 'due_order', 'id'], name='tasks_of_a_person'), models.Index(fields=['state', 'due_on'], name='tasks_that_are_due')],
            },
        ),
    ]
