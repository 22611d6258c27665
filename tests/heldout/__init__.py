"""The independent examiner: exports made from the written specification alone, with the figures worked out."""
