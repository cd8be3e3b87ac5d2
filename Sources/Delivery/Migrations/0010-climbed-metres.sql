-- By how much the way to a stop rises, by the streets' heights. Null: in plans from before, and where heights are not known.
ALTER TABLE delivery.tour_stop ADD COLUMN climbed_metres integer CHECK (climbed_metres >= 0);
