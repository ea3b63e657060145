from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('quizzes', '0005_review_cards'),
    ]

    operations = [
        migrations.RenameModel('Difficulty', 'TaskRating'),
        migrations.AlterModelOptions('taskrating', options={}),
    ]
