"""What a person says about herself: name for certificates, sex, gender identity, documents."""
