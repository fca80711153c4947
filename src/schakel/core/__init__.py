"""The ground floor: ids, time, base model, region profile, page components; knows no other room."""
