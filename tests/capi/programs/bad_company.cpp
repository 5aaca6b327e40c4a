#include "bad_company.c"
