-- Owner of the table: delivery. Whose message an event of Amazon SES is about, where neither the return path nor a header tells. Other
-- relays' ids stay out of it: nobody asks by them, and each would cost the sending.
CREATE INDEX delivery_ses_id ON delivery (provider_id) WHERE channel = 'EMAIL' AND provider_id LIKE '%-000000';
