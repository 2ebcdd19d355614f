"""What ภาพรวม and รายเดือน read: once, within what the person may see. Their tables are in documents/dashboard/."""
